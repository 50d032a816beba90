using System.Buffers.Binary;
using Fuyao.Kernel.Problems;

namespace Fuyao.Registry.Attachments;

/// <summary>
/// Takes out of a picture everything that is not the picture: place, device, comments, previews and whatever was appended to it.
/// The pixels are not touched. Only the turn that a camera notes is kept, so that nobody lies on his side.
/// </summary>
/// <param name="Width">Pixels, as stored.</param>
internal sealed record CleanImage(byte[] Content, string ContentType, int Width, int Height)
{
    /// <summary>Pixels of the longer side.</summary>
    public const int LongestSide = 2000;

    private static ReadOnlySpan<byte> PngSignature => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Null when the content is no JPEG, PNG or WebP.</summary>
    /// <exception cref="ProblemException">422: it begins as one, but is damaged, moving or too large.</exception>
    public static CleanImage? Of(ReadOnlySpan<byte> file)
    {
        try
        {
            var clean = file.StartsWith<byte>([0xFF, 0xD8, 0xFF]) ? Jpeg(file)
                : file.StartsWith(PngSignature) ? Png(file)
                : file.Length > 16 && file.StartsWith("RIFF"u8) && file[8..].StartsWith("WEBP"u8) ? WebP(file)
                : null;
            return clean is null || clean is { Width: >= 1 and <= LongestSide, Height: >= 1 and <= LongestSide } ? clean : throw TooLarge(clean);
        }
        catch (Exception damaged) when (damaged is ArgumentOutOfRangeException or IndexOutOfRangeException)
        {
            throw Refused("damaged-image", "图片文件不完整,请重新拍照或扫描。", "The picture is cut or damaged. Take or scan it again.");
        }
    }

    private static CleanImage Jpeg(ReadOnlySpan<byte> file)
    {
        using var clean = new MemoryStream(file.Length);
        clean.Write(file[..2]);
        int at = 2, width = 0, height = 0;
        var turn = 1;
        while (true)
        {
            while (file[at] != 0xFF)
            {
                throw new ArgumentOutOfRangeException(nameof(file));
            }

            while (file[at + 1] == 0xFF)
            {
                at++;
            }

            var marker = file[at + 1];
            if (marker == 0xD9)
            {
                break;
            }

            var length = BinaryPrimitives.ReadUInt16BigEndian(file[(at + 2)..]);
            var segment = file.Slice(at, 2 + length);
            if (marker == 0xE1 && segment[4..].StartsWith("Exif\0\0"u8))
            {
                turn = Orientation(segment[10..]);
            }

            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
            {
                (height, width) = (BinaryPrimitives.ReadUInt16BigEndian(segment[5..]), BinaryPrimitives.ReadUInt16BigEndian(segment[7..]));
                if (turn != 1)
                {
                    clean.Write(OrientationSegment(turn));
                    turn = 1;
                }
            }

            // Kept: the frame (JFIF), the colour profile, Adobe's colour transform, and all that decoding needs.
            if (marker is not ((>= 0xE1 and <= 0xEF) or 0xFE) || marker == 0xEE || (marker == 0xE2 && segment[4..].StartsWith("ICC_PROFILE\0"u8)))
            {
                clean.Write(segment);
            }

            at += 2 + length;
            if (marker == 0xDA)
            {
                var start = at;
                while (file[at] != 0xFF || file[at + 1] is 0 or (>= 0xD0 and <= 0xD7))
                {
                    at++;
                }

                clean.Write(file[start..at]);
            }
        }

        clean.Write([0xFF, 0xD9]);
        return new CleanImage(clean.ToArray(), "image/jpeg", width, height);
    }

    private static CleanImage Png(ReadOnlySpan<byte> file)
    {
        using var clean = new MemoryStream(file.Length);
        clean.Write(PngSignature);
        var (width, height) = (BinaryPrimitives.ReadInt32BigEndian(file[16..]), BinaryPrimitives.ReadInt32BigEndian(file[20..]));
        for (var at = 8; ;)
        {
            var length = 12 + BinaryPrimitives.ReadInt32BigEndian(file[at..]);
            var chunk = file.Slice(at, length);
            var kind = System.Text.Encoding.ASCII.GetString(chunk.Slice(4, 4));
            if (kind is "acTL" or "fcTL" or "fdAT")
            {
                throw Moving();
            }

            if (kind is "IHDR" or "PLTE" or "IDAT" or "IEND" or "tRNS" or "gAMA" or "cHRM" or "sRGB" or "sBIT" or "bKGD" or "pHYs" or "iCCP")
            {
                clean.Write(chunk);
            }

            if (kind == "IEND")
            {
                return new CleanImage(clean.ToArray(), "image/png", width, height);
            }

            at += length;
        }
    }

    private static CleanImage WebP(ReadOnlySpan<byte> file)
    {
        using var clean = new MemoryStream(file.Length);
        clean.Write("RIFF\0\0\0\0WEBP"u8);
        var end = Math.Min(file.Length, 8 + BinaryPrimitives.ReadInt32LittleEndian(file[4..]));
        var (width, height) = (0, 0);
        for (var at = 12; at + 8 <= end;)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(file[(at + 4)..]);
            var chunk = file.Slice(at, 8 + length + (length & 1)).ToArray();
            var body = chunk.AsSpan(8);
            switch (System.Text.Encoding.ASCII.GetString(chunk, 0, 4))
            {
                case "ANIM" or "ANMF":
                    throw Moving();
                case "VP8X":
                    // Says that there are no personal notes, since there are none any more.
                    body[0] &= unchecked((byte)~0b0000_1100);
                    (width, height) = (1 + (BinaryPrimitives.ReadInt32LittleEndian(body[4..]) & 0xFFFFFF), 1 + (BinaryPrimitives.ReadInt32LittleEndian(body[6..]) >>> 8));
                    clean.Write(chunk);
                    break;
                case "VP8 ":
                    if (width == 0)
                    {
                        (width, height) = (BinaryPrimitives.ReadUInt16LittleEndian(body[6..]) & 0x3FFF, BinaryPrimitives.ReadUInt16LittleEndian(body[8..]) & 0x3FFF);
                    }

                    clean.Write(chunk);
                    break;
                case "VP8L":
                    if (width == 0)
                    {
                        var bits = BinaryPrimitives.ReadUInt32LittleEndian(body[1..]);
                        (width, height) = (1 + (int)(bits & 0x3FFF), 1 + (int)((bits >> 14) & 0x3FFF));
                    }

                    clean.Write(chunk);
                    break;
                case "ALPH" or "ICCP":
                    clean.Write(chunk);
                    break;
            }

            at += chunk.Length;
        }

        var content = clean.ToArray();
        BinaryPrimitives.WriteInt32LittleEndian(content.AsSpan(4), content.Length - 8);
        return new CleanImage(content, "image/webp", width, height);
    }

    // Tag 0x0112 of the first directory of a TIFF header in either byte order.
    private static int Orientation(ReadOnlySpan<byte> tiff)
    {
        var little = tiff.StartsWith("II"u8);
        var directory = little ? BinaryPrimitives.ReadInt32LittleEndian(tiff[4..]) : BinaryPrimitives.ReadInt32BigEndian(tiff[4..]);
        if (directory < 8 || directory + 2 > tiff.Length)
        {
            return 1;
        }

        var count = Short(tiff[directory..]);
        for (var i = 0; i < count && directory + 14 + (i * 12) <= tiff.Length; i++)
        {
            var entry = tiff[(directory + 2 + (i * 12))..];
            if (Short(entry) == 0x0112)
            {
                return Short(entry[8..]) is >= 1 and <= 8 and var turn ? turn : 1;
            }
        }

        return 1;

        int Short(ReadOnlySpan<byte> at) => little ? BinaryPrimitives.ReadUInt16LittleEndian(at) : BinaryPrimitives.ReadUInt16BigEndian(at);
    }

    private static byte[] OrientationSegment(int turn) =>
    [
        0xFF, 0xE1, 0, 34, .. "Exif\0\0"u8, .. "MM"u8, 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)turn, 0, 0, 0, 0, 0, 0,
    ];

    private static ProblemException TooLarge(CleanImage image) => Refused("image-too-large",
        $"图片为 {image.Width}×{image.Height} 像素,每边最多 {LongestSide}。请缩小后再传(网页和手机端会自动缩小)。",
        $"The picture has {image.Width}×{image.Height} pixels; each side may have {LongestSide}. Shrink it (the office and the phone do so by themselves).");

    private static ProblemException Moving() => Refused("moving-image", "不收动图,请改用静止的照片。", "Moving pictures are not taken. Use a still one.");

    private static ProblemException Refused(string code, string zh, string en) => new(422, new Problem(code, new(zh, en), "file"));
}
