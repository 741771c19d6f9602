"""The kill suite: processes die, networks break, disks fill, and nobody's message is lost."""
