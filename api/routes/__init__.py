"""The routes, one module a group; each has one function that adds its routes to an application."""
