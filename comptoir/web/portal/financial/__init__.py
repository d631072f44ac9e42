"""Financial: the bank's transactions as they are booked, with what each is lettered to."""
