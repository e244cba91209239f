"""便民代办: errands that residents entrust to an agent, from the written authority to the return visit, and where every original is."""
