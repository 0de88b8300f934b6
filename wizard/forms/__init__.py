"""The forms: `base` what they share, `start` the few simple ones, `saved` those of the journey."""
