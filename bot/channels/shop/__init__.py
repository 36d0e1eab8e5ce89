"""The shop's own systems, which bring orders, stores and touchpoints over HTTP."""
