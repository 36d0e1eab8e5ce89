"""Who is who: what customers are known by, which of them are one person, and all that is stored about one."""
