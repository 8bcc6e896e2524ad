"""What customers told us, for leads: counts over conversations as a page, as CSV and as a monthly digest. It changes nothing in the desk."""
