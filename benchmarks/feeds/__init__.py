"""Three hundred feeds on loopback: what a first and an unchanged run cost, beside peers and floors."""
