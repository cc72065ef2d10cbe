import com.sun.management.OperatingSystemMXBean;
import exchange.core2.collections.objpool.ObjectsPool;
import exchange.core2.core.common.CoreSymbolSpecification;
import exchange.core2.core.common.MatcherEventType;
import exchange.core2.core.common.MatcherTradeEvent;
import exchange.core2.core.common.OrderAction;
import exchange.core2.core.common.OrderType;
import exchange.core2.core.common.SymbolType;
import exchange.core2.core.common.cmd.CommandResultCode;
import exchange.core2.core.common.cmd.OrderCommand;
import exchange.core2.core.common.cmd.OrderCommandType;
import exchange.core2.core.common.config.LoggingConfiguration;
import exchange.core2.core.orderbook.IOrderBook;
import exchange.core2.core.orderbook.OrderBookDirectImpl;
import exchange.core2.core.orderbook.OrderBookEventsHelper;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.HashMap;

/**
 * Runs a workload on the direct order book of exchange-core: the book class alone, on one thread, without its
 * ring buffers, risk engine or journal. The measured time covers reading neutral commands and the calls. Only the
 * first pass walks the trade events, to count and hash them, so that the passes that count are spared it. Arguments:
 * file, warm passes, seconds of CPU time.
 */
public final class ExchangeCorePeer {
    /** A warm-up lasts this long at least, as in the other engines. */
    private static final long WARM_NS = 4_000_000_000L;
    private static final int HEAD_WORDS = 16;
    private static final int COMMAND_WORDS = 7;
    private static final int TAKE = 2;
    private static final int CANCEL = 3;
    private static final int MOVE = 4;
    private static final int FNV_PRIME = 16_777_619;

    private final int[] words;
    private final IOrderBook[] books;
    private final OrderCommand command = new OrderCommand();
    private long fills;
    private long lots;
    private int tradeHash = 0x811c9dc5;

    private ExchangeCorePeer(final int[] words) {
        this.words = words;
        // The sizes with which its own router makes its pool.
        final HashMap<Integer, Integer> sizes = new HashMap<>();
        sizes.put(ObjectsPool.DIRECT_ORDER, 1024 * 1024);
        sizes.put(ObjectsPool.DIRECT_BUCKET, 1024 * 64);
        sizes.put(ObjectsPool.ART_NODE_4, 1024 * 32);
        sizes.put(ObjectsPool.ART_NODE_16, 1024 * 16);
        sizes.put(ObjectsPool.ART_NODE_48, 1024 * 8);
        sizes.put(ObjectsPool.ART_NODE_256, 1024 * 4);
        final ObjectsPool pool = new ObjectsPool(sizes);
        this.books = new IOrderBook[words[6]];
        for (int market = 0; market < books.length; market += 1) {
            final CoreSymbolSpecification specification = CoreSymbolSpecification.builder()
                .symbolId(market).type(SymbolType.FUTURES_CONTRACT).baseScaleK(1).quoteScaleK(1).build();
            books[market] = new OrderBookDirectImpl(
                specification, pool, OrderBookEventsHelper.NON_POOLED_EVENTS_HELPER, LoggingConfiguration.DEFAULT);
        }
    }

    public static void main(final String[] arguments) throws IOException {
        final int[] words = read(Path.of(arguments[0]));
        final int warmPasses = Integer.parseInt(arguments[1]);
        final double cpuSecondsMin = Double.parseDouble(arguments[2]);
        final int measuredFrom = words[2];
        final int measuredEnd = measuredFrom + words[3];
        final int end = measuredEnd + words[4];
        final ExchangeCorePeer peer = new ExchangeCorePeer(words);

        long refused = peer.countingPass(measuredEnd);
        final long missing = peer.run(measuredEnd, end);
        refused += missing;
        final long warmStart = System.nanoTime();
        for (int pass = 1; pass < warmPasses || System.nanoTime() - warmStart < WARM_NS; pass += 1) {
            refused += peer.run(0, end);
        }

        final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long wallNs = 0;
        long cpuNs = 0;
        long passes = 0;
        while (cpuNs < cpuSecondsMin * 1e9) {
            refused += peer.run(0, measuredFrom);
            final long cpuStart = system.getProcessCpuTime();
            final long wallStart = System.nanoTime();
            refused += peer.run(measuredFrom, measuredEnd);
            wallNs += System.nanoTime() - wallStart;
            cpuNs += system.getProcessCpuTime() - cpuStart;
            refused += peer.run(measuredEnd, end);
            passes += 1;
        }
        System.out.printf(
            "{\"engine\":\"exchange-core\",\"commands\":%d,\"wallNs\":%d,\"cpuNs\":%d,\"fills\":%d,"
                + "\"lots\":%d,\"resting\":%d,\"tradeHash\":%d,\"refused\":%d,\"rssBytes\":%d}%n",
            passes * words[3], wallNs, cpuNs, peer.fills, peer.lots, words[4] - missing, peer.tradeHash,
            refused, Runtime.getRuntime().totalMemory());
    }

    private static int[] read(final Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path)) {
            final var bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
            final int[] words = new int[(int) (channel.size() / 4)];
            bytes.order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(words);
            return words;
        }
    }

    /** Runs the commands from one to below another and answers how many were refused. */
    private long run(final int from, final int to) {
        long refused = 0;
        for (int index = from; index < to; index += 1) {
            if (apply(index) != CommandResultCode.SUCCESS) refused += 1;
        }
        return refused;
    }

    private CommandResultCode apply(final int index) {
        final int at = HEAD_WORDS + index * COMMAND_WORDS;
        final OrderCommand command = this.command;
        final int type = words[at];
        command.orderId = words[at + 1];
        command.uid = words[at + 5];
        command.matcherEvent = null;
        // Without this a placement is passed over in silence.
        command.resultCode = CommandResultCode.VALID_FOR_MATCHING_ENGINE;
        if (type == CANCEL) {
            command.command = OrderCommandType.CANCEL_ORDER;
        } else if (type == MOVE) {
            command.command = OrderCommandType.MOVE_ORDER;
            command.price = words[at + 3];
        } else {
            command.command = OrderCommandType.PLACE_ORDER;
            command.orderType = type == TAKE ? OrderType.IOC : OrderType.GTC;
            command.action = words[at + 2] == 1 ? OrderAction.BID : OrderAction.ASK;
            command.price = words[at + 3];
            command.reserveBidPrice = words[at + 3];
            command.size = words[at + 4];
        }
        return IOrderBook.processCommand(books[words[at + 6]], command);
    }

    private long countingPass(final int to) {
        long refused = 0;
        for (int index = 0; index < to; index += 1) {
            if (apply(index) != CommandResultCode.SUCCESS) refused += 1;
            for (MatcherTradeEvent event = command.matcherEvent; event != null; event = event.nextEvent) {
                if (event.eventType == MatcherEventType.TRADE) count(event);
            }
        }
        return refused;
    }

    private void count(final MatcherTradeEvent event) {
        fills += 1;
        lots += event.size;
        tradeHash = (tradeHash ^ (int) command.orderId) * FNV_PRIME;
        tradeHash = (tradeHash ^ (int) event.matchedOrderId) * FNV_PRIME;
        tradeHash = (tradeHash ^ (int) event.price) * FNV_PRIME;
        tradeHash = (tradeHash ^ (int) event.size) * FNV_PRIME;
    }
}
