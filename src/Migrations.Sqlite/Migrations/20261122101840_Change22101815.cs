using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Fuyao.Migrations.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Change22101815 : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "FK_awards_explanations_county_explanation_hash",
                table: "awards");

            migrationBuilder.DropTable(
                name: "explanations");

            migrationBuilder.DropIndex(
                name: "IX_awards_county_explanation_hash",
                table: "awards");

            migrationBuilder.DropColumn(
                name: "explanation_hash",
                table: "awards");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<byte[]>(
                name: "explanation_hash",
                table: "awards",
                type: "BLOB",
                nullable: false,
                defaultValue: new byte[0]);

            migrationBuilder.CreateTable(
                name: "explanations",
                columns: table => new
                {
                    county = table.Column<int>(type: "INTEGER", nullable: false),
                    hash = table.Column<byte[]>(type: "BLOB", maxLength: 32, nullable: false),
                    text = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_explanations", x => new { x.county, x.hash });
                });

            migrationBuilder.CreateIndex(
                name: "IX_awards_county_explanation_hash",
                table: "awards",
                columns: new[] { "county", "explanation_hash" });

            migrationBuilder.AddForeignKey(
                name: "FK_awards_explanations_county_explanation_hash",
                table: "awards",
                columns: new[] { "county", "explanation_hash" },
                principalTable: "explanations",
                principalColumns: new[] { "county", "hash" },
                onDelete: ReferentialAction.Restrict);
        }
    }
}
