"""What README.md beside this file claims, proved."""
