"""The worklist: booking proposals made of what was handed in, checked by people, and transferred to the books."""
