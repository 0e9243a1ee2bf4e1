"""Enterprises, institutions, organs and people: SUBSIDIARY_OF, INVESTS_IN, OPERATES, PARTNERS_WITH, ORGANIZES, WORKS_FOR."""
