"""What a lens is, and the texts of the lenses that ship with Lensbot."""
