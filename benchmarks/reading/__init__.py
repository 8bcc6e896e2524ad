"""`heard bench reading` (`make bench-reading`): how well messages are read, beside simple and well-known readers."""
