"""How notices are worded and by which courier they travel."""
