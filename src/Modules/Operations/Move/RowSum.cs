using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Fuyao.Kernel;

namespace Fuyao.Operations.Move;

/// <summary>
/// The count of a table's rows and the sum of their hashes: equal for equal rows in whatever order, whichever database holds them.
/// Values are hashed as the program sees them, not as an engine stores them.
/// </summary>
internal readonly record struct RowSum(long Rows, UInt128 Sum)
{
    public RowSum With(IReadOnlyList<object?> row)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> head = stackalloc byte[5];
        foreach (var value in row)
        {
            var (kind, bytes) = Canonical(value);
            head[0] = (byte)kind;
            BinaryPrimitives.WriteInt32LittleEndian(head[1..], bytes.Length);
            hash.AppendData(head);
            hash.AppendData(bytes);
        }

        return new RowSum(Rows + 1, unchecked(Sum + BinaryPrimitives.ReadUInt128LittleEndian(hash.GetHashAndReset())));
    }

    public override string ToString() => Sum.ToString("x32", CultureInfo.InvariantCulture);

    private static (char Kind, byte[] Bytes) Canonical(object? value) => value switch
    {
        null => ('-', []),
        string text => ('s', Encoding.UTF8.GetBytes(text)),
        byte[] bytes => ('b', bytes),
        Guid id => ('g', id.ToByteArray(true)),
        bool flag => ('f', [flag ? (byte)1 : (byte)0]),
        Money money => ('i', Number(money.Fen)),
        DateOnly day => ('d', Number(day.DayNumber)),
        // Both engines keep microseconds.
        DateTimeOffset at => ('t', Number(at.UtcTicks / TimeSpan.TicksPerMicrosecond)),
        DateTime at => ('t', Number(at.Ticks / TimeSpan.TicksPerMicrosecond)),
        TimeSpan span => ('t', Number(span.Ticks / TimeSpan.TicksPerMicrosecond)),
        decimal number => ('n', Encoding.ASCII.GetBytes(number.ToString("G29", CultureInfo.InvariantCulture))),
        double number => ('r', Number(BitConverter.DoubleToInt64Bits(number))),
        Enum code => ('s', Encoding.UTF8.GetBytes(code.ToString())),
        long or int or short or byte or uint => ('i', Number(Convert.ToInt64(value, CultureInfo.InvariantCulture))),
        System.Collections.IEnumerable many => ('a', Encoding.UTF8.GetBytes(string.Join('\u0001', many.Cast<object?>()))),
        _ => throw new NotSupportedException($"A column of type {value.GetType().Name} cannot be moved yet."),
    };

    private static byte[] Number(long number)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        return bytes;
    }
}
