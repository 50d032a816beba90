using System.Buffers.Text;

namespace Fuyao.Registry.Import;

/// <summary>Which versions a row of a file for mending was written from.</summary>
/// <param name="Person">Empty on a row of the household alone.</param>
/// <param name="PersonVersion">Empty on a row of the household alone.</param>
internal readonly record struct RowMark(Guid Person, Guid PersonVersion, Guid HouseholdVersion)
{
    public static RowMark? TryParse(string text)
    {
        Span<byte> bytes = stackalloc byte[49];
        if (text.Length != 66 || !Base64Url.TryDecodeFromChars(text, bytes, out var length) || length != 49 || bytes[48] != Check(bytes[..48]))
        {
            return null;
        }

        return new RowMark(new Guid(bytes[..16]), new Guid(bytes[16..32]), new Guid(bytes[32..48]));
    }

    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[49];
        Person.TryWriteBytes(bytes);
        PersonVersion.TryWriteBytes(bytes[16..]);
        HouseholdVersion.TryWriteBytes(bytes[32..]);
        bytes[48] = Check(bytes[..48]);
        return Base64Url.EncodeToString(bytes);
    }

    // One byte tells a mark that was cut or typed over; what it names is checked against the register anyway.
    private static byte Check(ReadOnlySpan<byte> bytes)
    {
        byte sum = 7;
        foreach (var b in bytes)
        {
            sum = (byte)((sum * 31) + b);
        }

        return sum;
    }
}
