"""The desk of the stations app; importing it registers everything."""

from stations.admin import settings, station

__all__ = ["settings", "station"]
