"""Addresses of the activities app: for the public, for staff tasks, for programs."""

public: list = []
work: list = []
api: list = []
