"""The commands of the command line, one module each: arguments in, an `Outcome` out."""
