"""What speaks against a claim: wished for, denied or gone (`doubt`), listed as wanted (`labels`), ruled out by place or level (`borders`)."""
