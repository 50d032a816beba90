using System.Text.Json;
using Fuyao.Feel.Dmn;
using Fuyao.Feel.Tck;
using Shouldly;
using Xunit;

namespace Fuyao.Feel.Tests.Tck;

public class RoundTrip
{
    private static readonly JsonSerializerOptions Everything = new() { Converters = { new Polymorphic() } };

    [Fact]
    public void A_model_written_and_read_back_is_the_same_model()
    {
        foreach (var file in Kit.Files.Where(f => f.Name.EndsWith(".dmn", StringComparison.Ordinal)))
        {
            var model = DmnReader.Read(new MemoryStream(file.Content));
            var again = DmnReader.Read(new MemoryStream(Written(model)));
            Text(again).ShouldBe(Text(model), file.Path);
        }
    }

    [Fact]
    public void The_kit_passes_as_well_after_every_model_was_written_and_read_back()
    {
        var files = Kit.Files.Select(f => f.Name.EndsWith(".dmn", StringComparison.Ordinal)
            ? f with { Content = Written(DmnReader.Read(new MemoryStream(f.Content))) } : f).ToArray();
        TckRunner.Run(files).Levels.ShouldBe(TckRunner.Run(Kit.Files).Levels);
    }

    private static byte[] Written(DmnModel model)
    {
        var stream = new MemoryStream();
        DmnWriter.Write(model, stream);
        return stream.ToArray();
    }

    private static string Text(DmnModel model) => JsonSerializer.Serialize(model, Everything);

    /// <summary>Boxed expressions by what they are, not by what they are declared as.</summary>
    private sealed class Polymorphic : System.Text.Json.Serialization.JsonConverter<DmnExpression>
    {
        public override DmnExpression Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, DmnExpression value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, value, value.GetType(), options);

        public override bool CanConvert(Type typeToConvert) => typeToConvert == typeof(DmnExpression);
    }
}
