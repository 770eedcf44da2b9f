"""The desk of the deputies app; importing it registers everything."""

from deputies.admin import deputy, imports, posts, terms

__all__ = ["deputy", "imports", "posts", "terms"]
