"""The archive: purchases and sales as they are booked, with what is paid and handled."""
