"""The outer faces: HTTP application, pages, command line and settings."""
