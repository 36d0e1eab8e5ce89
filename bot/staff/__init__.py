"""What console and dashboard share: one log-in, rights by role, the pages' frame, and keys to the API.

A feature's router takes `Sessions` and puts `Depends(sessions.guard(Right.ANALYTICS))` before its pages, with
`StaffRoute` as the route class; handlers get the `SignedIn` session and render with `Pages` of their own folder.
"""
