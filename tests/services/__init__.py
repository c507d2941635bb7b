"""The real servers that the tests talk to, started and stopped by the test run itself."""
