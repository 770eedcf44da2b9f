"""A month's sheet with a county in each row, as offices type it: read and taken over as drafts."""
