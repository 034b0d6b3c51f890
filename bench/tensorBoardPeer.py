"""The peers of bench/tensorBoard.mjs. `load FILE` reads a file with TensorBoard's EventFileLoader and prints events and
seconds; `server` prints the path of its Rust data server."""
import sys
import time

if sys.argv[1] == "server":
    import tensorboard_data_server
    print(tensorboard_data_server.server_binary())
else:
    from tensorboard.backend.event_processing.event_file_loader import EventFileLoader
    started = time.perf_counter()
    events = sum(1 for _ in EventFileLoader(sys.argv[2]).Load())
    print(events, time.perf_counter() - started)
