"""The product as people meet it: started whole, in a real browser."""
