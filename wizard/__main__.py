"""`python -m wizard` is `cap-clas`."""

from wizard.cli import main

main(prog_name="cap-clas")
