"""A believable portal for a first look: five governments, two years, checklists in every state. See README.md."""
