print("poise")
