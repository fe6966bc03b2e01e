"""What people do to rows beyond changing them."""
