"""What processes share: leases on work that one does at a time, and limits that hold over all."""
