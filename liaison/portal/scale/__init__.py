"""The demo at the size of a province or of the nation, to see what size does to the software.

The demo city stays as it is; every other place gets stations, deputies, activities and monthly
reports of the same make, fictional as all of it. Written in bulk and in one transaction, the same
rows for the same seed.
"""

from liaison.portal.scale.load import SCALES, load

__all__ = ["SCALES", "load"]
