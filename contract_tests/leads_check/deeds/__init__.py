"""What can be done with a deployment, one module each."""
