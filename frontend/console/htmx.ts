// htmx and its extension for server-sent events in one file, for the agents' console.
import htmx from "htmx.org";
import "htmx-ext-sse";

// Pages and extensions expect the global that htmx defines when it is loaded by itself.
Object.assign(window, { htmx });
