"""Long runs: programs that let simulated time pass, started by hand or by `make soak`."""
