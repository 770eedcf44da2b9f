"""Addresses of the stations app: for the public, for staff tasks, for programs."""

public: list = []
work: list = []
api: list = []
