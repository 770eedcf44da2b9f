"""Components: one template tag, one template, one stylesheet with the same name."""
