"""What every request passes, one layer a module; `leads_mock.app` puts them in order."""
