"""What a region's chains lack and whom to invite: every figure with its parts, every row a plain dataclass."""
