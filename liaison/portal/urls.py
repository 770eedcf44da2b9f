"""Addresses of the portal."""

public: list = []
work: list = []
