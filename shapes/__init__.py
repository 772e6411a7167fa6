"""What a correct graph looks like: SHACL shapes, the engines that check them, and reports."""
