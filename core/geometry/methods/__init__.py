"""Post-processing methods (section 3.2 of the paper): one file each, declaring a `Method`."""
