"""The report and the list of the bench as they are usually put together, to be measured beside ours.

What is done is that of `by_hand.py` in all of them, answers and requests to the store included; around it stands what each way of working
brings: a router, models for request and answer, a client. Their libraries are those of `locks/bench.txt`, in a folder of their own; their
bytecode is made as ours is.
"""
