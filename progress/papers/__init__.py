"""The documents of a month (简报、报告、推进会材料): facts, templates that staff edit, and Word files."""
