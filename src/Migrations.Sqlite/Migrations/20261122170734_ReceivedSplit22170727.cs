using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Fuyao.Migrations.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class ReceivedSplit22170727 : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<byte[]>(
                name: "split_of",
                table: "received_benefits",
                type: "BLOB",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_received_benefits_split",
                table: "received_benefits",
                columns: new[] { "county", "split_of" },
                filter: "split_of is not null");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_received_benefits_split",
                table: "received_benefits");

            migrationBuilder.DropColumn(
                name: "split_of",
                table: "received_benefits");
        }
    }
}
