"""The reviewed wording for other systems and for paper: rows, macros, booklet, gallery, and what is covered at all."""
