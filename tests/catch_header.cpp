// Exists so that the precompiled header of the test framework belongs to a target.
