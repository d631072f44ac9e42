"""The worklist in the portal door: booking proposals looked at beside their document, corrected, transferred."""
