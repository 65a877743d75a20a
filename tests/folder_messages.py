"""One process of the folder queue: `python -m tests.folder_messages put|get|bind FOLDER …`, several at once.

Options of the connection are those of settings.py; the messages are long, so that writing one takes a while.
"""

import sys
import time
from pathlib import Path

from kombu import Connection, Consumer, Exchange, Producer, Queue
from kombu.message import Message

EXCHANGE = Exchange("lane", type="direct")
LANE = Queue("lane", EXCHANGE, routing_key="lane")
LENGTH = 400_000  # characters of a message
TRANSPORT = "otop_registry.folder_queue:Transport"
PATIENCE = 60  # s


def connection(folder: str) -> Connection:
    """To a broker in the folder, as the site's own."""
    places = {"data_folder_in": f"{folder}/queue", "data_folder_out": f"{folder}/queue"}
    options = {"control_folder": f"{folder}/control", "polling_interval": 0.001, **places}
    return Connection("filesystem://", transport=TRANSPORT, transport_options=options)


def put(folder: str, name: str, number: str) -> None:
    """Sends so many messages, as a beat of this name would."""
    with connection(folder) as link:
        producer = Producer(link, exchange=EXCHANGE, routing_key="lane", serializer="json")
        for each in range(int(number)):
            producer.publish({"name": f"{name}-{each}", "text": "ก" * LENGTH}, declare=[LANE])


def get(folder: str, total: str) -> None:
    """Takes messages and notes their names in a file of its own, until all takers together have the total."""
    taken = Path(folder) / "taken"

    def take(body: dict[str, str], message: Message) -> None:
        assert len(body["text"]) == LENGTH
        (taken / f"{time.time_ns()}-{body['name']}").touch()
        message.ack()

    end = time.monotonic() + PATIENCE
    with connection(folder) as link, Consumer(link, [LANE], callbacks=[take], prefetch_count=1):
        while len(list(taken.iterdir())) < int(total) and time.monotonic() < end:
            try:
                link.drain_events(timeout=0.2)
            except TimeoutError:
                continue


def bind(folder: str, name: str, together: str) -> None:
    """Declares twenty queues of this name at one exchange, once so many processes stand ready to do so."""
    ready = Path(folder) / "taken"
    with connection(folder) as link:
        (ready / name).touch()
        while len(list(ready.iterdir())) < int(together):
            time.sleep(0.001)
        for each in range(20):
            queue = Queue(f"{name}-{each}", Exchange("many", type="fanout"))
            queue(link.default_channel).declare()


if __name__ == "__main__":
    {"put": put, "get": get, "bind": bind}[sys.argv[1]](*sys.argv[2:])
